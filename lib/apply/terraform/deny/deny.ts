/** Takes a problem: the file, what is wrong, and the setting of the policy that would allow it. */
export type Deny = (path: string, message: string, setting: string) => void;
