import { describe, expect, it } from 'vitest';
import { redact } from '../../../../../lib/apply/terraform/runner/redact.ts';

describe('credentials in a text of another program', () => {
  it.each([
    ['an address', 'GET https://user:hunter2@git.example.com/x failed', 'GET https://(redacted)@git.example.com/x failed'],
    ['an address with a token alone', 'ssh://tokenvalue@host/x', 'ssh://(redacted)@host/x'],
    ['a query', 'https://x/?a=1&access_token=abcd&b=2', 'https://x/?a=1&access_token=(redacted)&b=2'],
    ['a signed address', 'https://s3/x?X-Amz-Signature=abcd', 'https://s3/x?X-Amz-Signature=(redacted)'],
    ['a header', 'Authorization: Bearer abc.def', 'Authorization: Bearer (redacted)'],
    ['an access key', 'key AKIAIOSFODNN7EXAMPLE is unknown', 'key (redacted) is unknown'],
  ])('is left out: %s', (_, text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it('is left out where the unit was given it', () => {
    expect(redact('it is hunter2!', ['hunter2'])).toBe('it is (redacted)!');
    expect(redact('a b c', ['b'])).toBe('a b c');
  });

  it('leaves other addresses as they are', () => {
    const text = 'see https://registry.terraform.io/providers/hashicorp/aws and mail a@b.c';
    expect(redact(text)).toBe(text);
  });
});
