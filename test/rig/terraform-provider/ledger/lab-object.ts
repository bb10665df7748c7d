/** What a configuration says of an object, by the names of its attributes. */
export interface LabFields {
  /** Need not be unique: two objects of one name are what a thing made twice looks like. */
  readonly name: string
  readonly value: string | null
  readonly tags: Readonly<Record<string, string>> | null
  /** Bytes of the computed attribute `payload`. */
  readonly size: number | null
  /** Where nothing is said the store chooses `home`. */
  readonly zone: string | null
  readonly secret: string | null
  readonly force_new: string | null
  /** How long each create, update and delete of this object takes. */
  readonly delay_ms: number | null
}

/** An object as the store keeps it. */
export interface LabObject extends LabFields {
  /** `obj-1`, `obj-2`, …: never given twice. */
  readonly id: string
  /** 1 when made, one more with each change. */
  readonly revision: number
  /** A secret that the store makes up. */
  readonly token: string
}

/** Fields of which only the name is said. */
export function fieldsOf(said: Partial<LabFields> & Pick<LabFields, 'name'>): LabFields {
  return { value: null, tags: null, size: null, zone: null, secret: null, force_new: null, delay_ms: null, ...said }
}
