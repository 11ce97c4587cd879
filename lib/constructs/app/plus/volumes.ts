import type { IConfigMap, Volume } from 'cdk8s-plus-28';
import { SecretHandle } from '../../../synth/secret-handle.ts';
import type { VolumeSource } from '../../platform/volumes.ts';
import type { AppProps } from '../app-props.ts';
import { FILES_VOLUME } from '../containers.ts';
import { loadCdk8sPlus } from './lazy.ts';
import type { PlusTarget } from './target.ts';
import { named } from './values.ts';

/** The volumes of an application by name, as cdk8s-plus has them. */
export function plusVolumes(app: PlusTarget, { volumes = {} }: AppProps, files: IConfigMap | undefined): ReadonlyMap<string, Volume> {
  const made = new Map(Object.entries(volumes).map(([name, volume]) => [name, plusVolume(app, name, volume)]));
  if (files) made.set(FILES_VOLUME, loadCdk8sPlus().Volume.fromConfigMap(app, `volume-${FILES_VOLUME}`, files, { name: FILES_VOLUME }));
  return made;
}

function plusVolume(app: PlusTarget, name: string, { emptyDir, configMap, secret, claim }: VolumeSource): Volume {
  const { EmptyDirMedium, Volume } = loadCdk8sPlus();
  const id = `volume-${name}`;
  if (emptyDir) return Volume.fromEmptyDir(app, id, name, emptyDir.medium && { medium: EmptyDirMedium.MEMORY });
  if (configMap !== undefined) return Volume.fromConfigMap(app, id, named(configMap), { name });
  if (SecretHandle.is(secret))
    return Volume.fromSecret(app, id, named(secret.secretName), { name, items: { [secret.key]: { path: secret.key } } });
  if (secret !== undefined) return Volume.fromSecret(app, id, named(secret), { name });
  return Volume.fromPersistentVolumeClaim(app, id, named(claim ?? `${app.name}-${name}`), { name });
}
