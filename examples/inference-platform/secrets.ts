import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret/index.js';
import { type Environment, Platform } from 'keelson';
import type { Keys } from './keys.ts';

/** Secrets of a stage: their names in Secrets Manager. Their values are put there by hand, and are in no state. */
export interface Secrets {
  /** Token of Hugging Face, for gated models. */
  readonly huggingFace: string;
  /** User and password of Grafana's administrator, as JSON. */
  readonly grafana: string;
  /** Configuration of Alertmanager: whom it wakes. */
  readonly alertmanager: string;
}

const WHAT = {
  huggingFace: ['hugging-face', 'Token of Hugging Face, for gated models'],
  grafana: ['grafana', 'User and password of the administrator of Grafana: { "user": …, "password": … }'],
  alertmanager: ['alertmanager', 'alertmanager.yaml: whom alerts wake'],
} as const;

export function addSecrets(environment: Environment, keys: Keys): Secrets {
  const prefix = `${Platform.of(environment).name}/${environment.name}`;
  const names = Object.entries(WHAT).map(([key, [id, description]]) => {
    const name = `${prefix}/${id}`;
    new SecretsmanagerSecret(environment, `secret-${id}`, {
      name,
      description,
      kmsKeyId: `${keys.data.arn}`,
      recoveryWindowInDays: 30,
    });
    return [key, name];
  });
  return Object.fromEntries(names);
}
