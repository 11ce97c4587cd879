/**
 * Keeps the AWS SDK from saying that later versions of it will not run on this Node: its version is pinned and runs here, so that this is no
 * news for who applies. Called before the SDK is loaded.
 */
export function withoutNodeWarning(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
}
