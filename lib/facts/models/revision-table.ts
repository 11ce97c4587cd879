import type { ModelRevision } from './model.ts';

const PUBLIC = "commit of the model's repository on huggingface.co, as public projects pin it";
const KAITO = 'kaito-project/kaito presets/workspace/models/supported_models.yaml @056b8280b1a8debf644bc6f4399e913a1f9c7e70';

/** Commits of model repositories on huggingface.co. A model that is not here has a revision too; it is pinned in models.lock. */
// biome-ignore format: one row a line
export const revisionRows: readonly ModelRevision[] = [
  { name: 'Qwen/Qwen3-8B', revision: 'b968826d9c46dd6066d109eabc6255188de91218', license: 'apache-2.0', source: PUBLIC },
  { name: 'Qwen/Qwen3-14B', revision: '40c069824f4251a91eefaf281ebe4c544efd3e18', source: PUBLIC },
  { name: 'Qwen/Qwen3-32B', revision: '9216db5781bf21249d130ec9da846c4624c16137', source: PUBLIC },
  { name: 'Qwen/Qwen3-30B-A3B', revision: 'ad44e777bcd18fa416d9da3bd8f70d33ebb85d39', source: PUBLIC },
  { name: 'Qwen/Qwen3-235B-A22B', revision: '8efa61729e24bd65b1d152b5ab5409052aa80e65', source: PUBLIC },
  { name: 'Qwen/Qwen2.5-7B-Instruct', revision: 'a09a35458c702b33eeacc393d103063234e8bc28', source: PUBLIC },
  { name: 'Qwen/Qwen2.5-0.5B-Instruct', revision: '7ae557604adf67be50417f59c2c2f167def9a775', source: PUBLIC },
  { name: 'Qwen/Qwen2.5-72B-Instruct', revision: '495f39366efef23836d0cfae4fbe635880d2be31', source: PUBLIC },
  { name: 'meta-llama/Llama-3.1-8B-Instruct', revision: '0e9e39f249a16976918f6564b8830bc894c89659', gated: true, source: KAITO },
  { name: 'meta-llama/Llama-3.1-70B-Instruct', revision: '1605565b47bb9346c5515c34102e054115b4f98b', source: PUBLIC },
  { name: 'meta-llama/Llama-3.1-405B-Instruct', revision: 'be673f326cab4cd22ccfef76109faf68e41aa5f1', source: 'mlcommons/inference language/llama3.1-405b/README.md line 131 @b66003e10e2db4b8c36a448b0545ec90fcc6e9e9' },
  { name: 'meta-llama/Llama-3.3-70B-Instruct', revision: '6f6073b423013f6a7d4d9f39144961bfbfbc386b', gated: true, source: KAITO },
  { name: 'mistralai/Mistral-7B-Instruct-v0.3', revision: 'c170c708c41dac9275d15a8fff4eca08d52bab71', source: `${PUBLIC}; ${KAITO} pins e0bc86c23ce5aae1db576c8cca6f06f1f73af2db` },
  { name: 'mistralai/Mixtral-8x7B-Instruct-v0.1', revision: 'eba92302a2861cdc0098cc54bc9f17cb2c47eb61', license: 'apache-2.0', source: `${PUBLIC}; mlcommons/inference language/mixtral-8x7b/README.md names a60832cb6c88d5cb6e507680d0e9996fbad77050` },
  { name: 'deepseek-ai/DeepSeek-R1', revision: '56d4cbbb4d29f4355bab4b9a39ccb717a14ad5ad', source: 'mlcommons/inference language/deepseek-r1/README.md @b66003e10e2db4b8c36a448b0545ec90fcc6e9e9' },
  { name: 'deepseek-ai/DeepSeek-V3', revision: 'e815299b0bcbac849fa540c768ef21845365c9eb', source: PUBLIC },
  { name: 'openai/gpt-oss-20b', revision: '6cee5e81ee83917806bbde320786a8fb61efebee', source: `${PUBLIC}; ${KAITO} pins db6852caddef0cf0c1f729034ed700c84eab376e` },
  { name: 'openai/gpt-oss-120b', revision: 'b5c939de8f754692c1647ca79fbf85e8c1e70f8a', source: `${KAITO}; mlcommons/inference language/gpt-oss-120b/README.md` },
  { name: 'google/gemma-3-27b-it', revision: '005ad3404e59d6023443cb575daa05336842228a', source: KAITO },
  { name: 'BAAI/bge-m3', revision: '5617a9f61b028005a4858fdac845db406aefb181', license: 'mit', source: 'embeddings-benchmark/mteb mteb/models/bge_models.py @00c164d2d3d743318234b6b54f82290f8297bfb9' },
];
