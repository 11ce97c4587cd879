import { ApiObject } from 'cdk8s';
import type { ConfigMap, ServiceAccount } from 'cdk8s-plus-28';
import { finishWith } from '../../../synth/kubernetes/finish.ts';
import type { AppProps } from '../app-props.ts';
import { type Files, fileData } from '../files.ts';
import { loadCdk8sPlus } from './lazy.ts';
import type { PlusTarget } from './target.ts';
import { asTexts } from './values.ts';

/** The ServiceAccount of an application, whose token no pod has by itself. */
export function createServiceAccount(app: PlusTarget, { serviceAccountAnnotations: annotations = {} }: AppProps): ServiceAccount {
  const { ServiceAccount } = loadCdk8sPlus();
  return new ServiceAccount(app, 'service-account', { metadata: { name: app.serviceAccountName, annotations: asTexts(annotations) } });
}

/** The ConfigMap with an application's files. */
export function createFiles(app: PlusTarget, files: Files): ConfigMap {
  const { ConfigMap } = loadCdk8sPlus();
  const map = new ConfigMap(app, 'files', { metadata: { name: `${app.name}-files` }, data: asTexts(fileData(files)) });
  finishWith(ApiObject.of(map), ({ immutable: _, ...output }) => output);
  return map;
}
