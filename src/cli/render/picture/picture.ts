/** How a box is coloured. */
export type PictureTone = 'plain' | 'added' | 'changed' | 'removed' | 'deferred' | 'warning'

/** A box of a picture. Texts may come from anywhere: they are made harmless when they are drawn. */
export interface PictureNode {
  readonly title: string
  readonly subtitle: string
  readonly tone: PictureTone
  readonly dashed: boolean
  /** What is said of it when somebody points at it, line by line. */
  readonly details: readonly string[]
  /** The frame that it is in, as an index of the groups. */
  readonly group: number
}

/** An arrow between two boxes, by their indexes. */
export interface PictureEdge {
  readonly from: number
  readonly to: number
  readonly dashed: boolean
  readonly details: readonly string[]
}

/** What is to be drawn: boxes in frames, and arrows between them. */
export interface Picture {
  readonly groups: readonly string[]
  readonly nodes: readonly PictureNode[]
  readonly edges: readonly PictureEdge[]
}

/** A point of a drawing, in pixels from its upper left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** A rectangle by its upper left corner. */
export interface Box extends Point {
  readonly width: number
  readonly height: number
}

/** Where each part of a picture goes, by the same indexes; in pixels. */
export interface PictureLayout {
  readonly width: number
  readonly height: number
  readonly groups: readonly (Box | null)[]
  readonly nodes: readonly Box[]
  /** Each a list of Bézier curves: a start, then three points for each curve; and the tip of the arrow. */
  readonly edges: readonly { readonly curve: readonly Point[]; readonly tip: Point | null }[]
}
