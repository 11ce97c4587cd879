import type { Message } from './message.ts';

/** KS5xxx: Kubernetes objects, and what `validate` finds in an assembly. */
export const kubernetesMessages = {
  KS5001: {
    title: 'an unknown kind',
    explanation:
      'The API group belongs to Kubernetes or to a known custom resource, but it has no such kind in this version: the kind is misspelt, or the version was removed.',
    fix: 'correct apiVersion and kind',
  },
  KS5002: {
    title: 'an unknown field',
    explanation:
      'The schema of the kind has no such field. The API server drops it in silence, or refuses it when asked to be strict; either way the setting has no effect.',
    fix: 'correct the spelling or the place of the field',
  },
  KS5003: {
    title: 'a value of the wrong type',
    explanation: 'The schema wants another type here. YAML makes a number or a boolean of an unquoted text such as 1.20 or on.',
    fix: 'give a value of the type that the message names',
  },
  KS5004: {
    title: 'a required field is missing',
    explanation: 'The API server refuses an object without this field.',
    fix: 'add the field',
  },
  KS5005: {
    title: 'a value that is not allowed',
    explanation: 'The value has the right type, but the schema limits it: to a list of words, a pattern, a format, a range or a length.',
    fix: 'give a value that the message allows',
  },
  KS5006: {
    title: 'two entries of a list have one key',
    explanation:
      'Server-side apply tells the entries of this list apart by a key (the name of a container or an environment variable, the port and protocol of a Service). It refuses two entries with the same key.',
    fix: 'remove one of the entries, or give it another key',
  },
  KS5007: {
    title: 'a bad name, label or annotation',
    explanation: 'Kubernetes limits the letters and the length of names, of label keys and values, and of annotation keys.',
    fix: 'use letters that the message allows',
  },
  KS5008: {
    title: 'an object in the wrong scope',
    explanation:
      'A cluster-scoped kind has no namespace; an object of a namespaced kind without one would land wherever the context points.',
    fix: 'remove the namespace, or add it',
  },
  KS5009: {
    title: 'fields that contradict each other',
    explanation:
      'Each field is valid by itself, but together the API server refuses them: a selector that does not match the labels of its own pods, a mount of a volume that is not there, a request above its limit.',
    fix: 'make the fields agree',
  },
  KS5010: {
    title: 'a custom resource without a schema',
    explanation:
      'Nothing says what a valid object of this kind is: its definition is neither in the assembly nor carried by Keelson nor given by you. The object was only checked for its name and labels.',
    fix: 'put its CustomResourceDefinition into the folder crds beside the program, or name it in package.json#keelson.crds',
  },
  KS5011: {
    title: 'a list of objects in one manifest',
    explanation:
      'Each manifest holds one object, so that its path is its identity. The objects inside a List would escape every check and never be pruned.',
    fix: 'write each object to a manifest of its own',
  },
  KS5012: {
    title: 'a custom resource definition that can not be used',
    explanation: 'A definition needs a structural schema for each served version, and its name is <plural>.<group>.',
    fix: 'take the definition of the release as it is published',
  },
  KS5013: {
    title: 'definitions for validation that can not be read',
    explanation:
      'The folder crds beside the program, package.json#keelson.crds and the option --crds name files of custom resource definitions. One of them is missing, is no YAML, or holds no definition.',
    fix: 'name a file or folder that holds custom resource definitions, relative to the package.json or to the program',
  },
  KS5020: {
    title: 'the files of the assembly do not agree',
    explanation:
      'keelson.json lists the unit files, these list every other file, each with its digest. A file is missing, was changed by hand, or belongs to nothing.',
    fix: 'run synth again, and commit the whole output',
  },
  KS5021: {
    title: 'a binding without a place',
    explanation: 'A binding names an object and a field of its unit. The object or the field does not exist, or shows another placeholder.',
    fix: 'run synth again, and commit the whole output',
  },
  KS5022: {
    title: 'a binding without a value',
    explanation: 'A binding takes its value from an output of another unit. The unit does not exist, or has no such output of that type.',
    fix: 'run synth again, and commit the whole output',
  },
  KS5023: {
    title: 'an edge between units is missing',
    explanation: 'A unit that takes a value of another must wait for it. The applier orders units by these edges alone.',
    fix: 'run synth again, and commit the whole output',
  },
  KS5024: {
    title: 'a placeholder without a binding',
    explanation: 'A text in the output looks like a placeholder of a reference, but nothing fills it: it would reach the cluster as it is.',
    fix: 'use the reference itself in the program, not a copy of its placeholder',
  },
  KS5025: {
    title: 'a number that no manifest can hold',
    explanation: 'NaN and the infinities are no numbers of JSON. They come from a calculation with a value that was missing.',
    fix: 'see where the value is calculated',
  },
} satisfies Record<string, Message>;
