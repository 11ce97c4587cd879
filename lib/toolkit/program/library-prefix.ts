/** Before the path of a file that the bundle of libraries gives, in the `require` calls of a program's script. */
export const LIBRARY_PREFIX = 'keelson-library:';
