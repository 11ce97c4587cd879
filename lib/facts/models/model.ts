/**
 * How a model keeps the past of a sequence: `gqa` keys and values per KV head, `mla` one latent per token, `sparse-mla` a
 * compressed one, `linear-hybrid` a fixed state in most layers.
 */
export type AttentionKind = 'gqa' | 'mla' | 'sparse-mla' | 'linear-hybrid';

/** Shape of a model, from its configuration. An absent field is unknown, never zero. */
export interface Model {
  /** Name on huggingface.co. */
  readonly name: string;
  readonly architecture: string;
  readonly attention: AttentionKind;
  readonly parameters?: number;
  /** Parameters that one token uses. @default - all of them */
  readonly activeParameters?: number;
  readonly layers: number;
  readonly hiddenSize: number;
  readonly heads: number;
  /** Absent for multi-head latent attention. */
  readonly kvHeads?: number;
  readonly headDim?: number;
  readonly intermediateSize: number;
  readonly vocabularySize: number;
  /** Longest context, tokens. */
  readonly maxContext: number;
  /** Size of the latent of multi-head latent attention. */
  readonly kvLoraRank?: number;
  readonly ropeDim?: number;
  /** Number format of the published weights. */
  readonly checkpoint: string;
  /** Published weights, GiB. */
  readonly weightsGib?: number;
  /** Layers that see the whole context. @default - all of them */
  readonly fullAttentionLayers?: number;
  /** Layers that see a window of {@link windowTokens}. */
  readonly windowLayers?: number;
  readonly windowTokens?: number;
  /** Layers with a fixed state per sequence. */
  readonly linearLayers?: number;
  /** Bytes of KV cache per token at 16 bits and tensor parallel 1. */
  readonly kvBytesPerToken16Bit?: number;
  readonly note?: string;
  /** The row was not read again in its source. */
  readonly unverified?: true;
  readonly source: string;
}

/** A commit of a model's repository. */
export interface ModelRevision {
  /** Name on huggingface.co. */
  readonly name: string;
  /** Git commit, 40 hexadecimal digits. */
  readonly revision: string;
  /** SPDX identifier, where it is known. */
  readonly license?: string;
  /** The download needs an accepted licence and a token. */
  readonly gated?: true;
  readonly source: string;
}
