/** The form of a resource's name, `app`, or of an instance's, `app@eu-west-1`; as the schema has it. */
export const resourceNameForm = /^[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?(@[a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?)?$/
