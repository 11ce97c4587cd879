/** Version of cdktf that the adapter is written for, as it stands in contexts and manifests. */
export const CDKTF_VERSION = '0.21.0';
