/** Whether a file is one of variables, whose lines are values. */
export function isVarFile(filename: string): boolean {
  return /\.tfvars(?:\.json)?$/u.test(filename)
}

/** Whether Terraform reads a file of that name in the module's folder without being told. */
export function isLoadedByItself(name: string): boolean {
  return /^terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/u.test(name)
}
