import type { Message } from './message.ts';

/** KS3xxx: the output directory, its writer and its readers. */
export const assemblyMessages = {
  KS3001: {
    title: 'the output directory is not an assembly',
    explanation:
      'Keelson owns its output directory and removes what it does not know there. A directory with files but without a keelson.json of its own is therefore never written to, and never cleaned.',
    fix: 'choose an empty directory, or remove the files by hand',
  },
  KS3002: {
    title: 'a file or a link where a directory is expected',
    explanation:
      'A path of the output leads through a symbolic link or a plain file. Following it could change something outside the output.',
    fix: 'remove the link or the file',
  },
  KS3003: {
    title: 'the output can not be written',
    explanation:
      'The file system refused: the disk is full, the directory is read-only, or the rights are missing. New files are staged first, so what was there is still there.',
    fix: 'free some space, or make the directory writable, and run synth again',
  },
  KS3004: {
    title: 'another synth is writing',
    explanation:
      'Two synths of one output directory would mix their files, so the second waits for the first, and gives up after some seconds.',
    fix: 'run it again; if no other synth runs, remove the lock that the message names',
  },
  KS3005: {
    title: 'the assembly is of a newer version',
    explanation:
      'A reader takes the major version of the format that it knows and the one before. This assembly was written by a newer Keelson.',
    fix: 'upgrade keelson to the version that wrote it, or newer',
  },
  KS3006: {
    title: 'a file of the assembly is not what its digest says',
    explanation:
      'Every file is listed with the digest of its bytes. A file that was edited by hand, merged or cut does not match, and is not used.',
    fix: 'run synth: it repairs the output',
  },
  KS3007: {
    title: 'a file of the assembly is missing or malformed',
    explanation: 'The assembly lists a file that is not there, or one of its files does not have the form of the published schema.',
    fix: 'run synth: it repairs the output',
  },
  KS3008: {
    title: 'an unsafe path in the assembly',
    explanation:
      'An assembly comes from pull requests, so a path in it may not leave the directory, and may not lead through a symbolic link or to anything but a file.',
    fix: 'restore the assembly from a commit that you trust',
  },
  KS3009: {
    title: 'the assembly is too large',
    explanation: 'Readers take a bounded number of files and bytes, so that a prepared assembly can not exhaust them.',
    fix: 'raise the limit if the assembly is really yours',
  },
  KS3010: {
    title: 'a YAML file is not safe to read',
    explanation: 'The file has duplicate keys, aliases without bound, or more than one document.',
    fix: 'restore the file from a commit that you trust',
  },
  KS3011: {
    title: 'this version of the format can not be written',
    explanation: 'The writer can target its own major version of the format and, once there is one, the major before.',
    fix: 'remove the target option',
  },
} satisfies Record<string, Message>;
