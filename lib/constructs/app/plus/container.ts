import type { Capability, ContainerProps, Cpu, EnvFrom, EnvValue, Volume } from 'cdk8s-plus-28';
import type { Env, EnvSource, EnvValue as Value } from '../../platform/env.ts';
import { kubeEnvValue } from '../../platform/env.ts';
import type { SecurityProps } from '../../platform/security-context.ts';
import type { AppContainer } from '../app-container.ts';
import { loadCdk8sPlus } from './lazy.ts';
import { asText, named } from './values.ts';

type Plus = typeof import('cdk8s-plus-28');

/** A container as cdk8s-plus has it: all that a program can read of it there, or add to. */
export function plusContainer(
  container: AppContainer,
  volumes: ReadonlyMap<string, Volume>,
  { allowRoot = false, readOnlyRootFilesystem = true, addCapabilities = [] }: SecurityProps = {},
): ContainerProps {
  const plus = loadCdk8sPlus();
  const { name, image, command, args, env = {}, envFrom = [], ports = [], mounts, resources } = container;
  return {
    name,
    image: asText(image),
    command: command && [...command],
    args: args?.map(asText),
    envVariables: variables(plus, env),
    envFrom: envFrom.map((source) => variablesFrom(plus, source)),
    ports: ports.map(({ name, port, protocol = 'TCP' }) => ({ name, number: port, protocol: plus.Protocol[protocol] })),
    volumeMounts: mounts.flatMap(({ volume: id, mountPath: path, subPath, readOnly }) => {
      const volume = volumes.get(id);
      return volume ? [{ volume, path, subPath, readOnly }] : [];
    }),
    // Without CPU of its own a container can't be scaled by it. Memory has no exact form here, and is written afterwards.
    resources: { cpu: { request: amount(resources.requests), limit: amount(resources.limits) } },
    securityContext: {
      ensureNonRoot: !allowRoot,
      readOnlyRootFilesystem,
      capabilities: { drop: [plus.Capability.ALL], add: addCapabilities as Capability[] },
    },
  };
}

function amount({ cpu }: Readonly<Record<string, string>> = {}): Cpu | undefined {
  return cpu === undefined ? undefined : { amount: cpu };
}

function variables(plus: Plus, env: Env): Record<string, EnvValue> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, variable(plus, value)]));
}

function variable(plus: Plus, given: Value): EnvValue {
  if (typeof given === 'object' && 'resource' in given)
    return plus.EnvValue.fromResource(given.resource as Parameters<typeof plus.EnvValue.fromResource>[0], { divisor: given.divisor });
  return kubeEnvValue(given); // a reference becomes text when it is written: until then the program may set another value
}

function variablesFrom(plus: Plus, { configMap, secret, prefix }: EnvSource): EnvFrom {
  return new plus.EnvFrom(configMap === undefined ? undefined : named(configMap), prefix, secret === undefined ? undefined : named(secret));
}
