import { expect, it } from 'vitest';
import { documentedProps } from './support/prop-docs.ts';

const props = documentedProps();

it('every prop that a user can give says what it is', () => {
  expect(props.length).toBeGreaterThan(150);
  expect(props.filter(({ text }) => text.length < 5).map(({ name }) => name)).toEqual([]);
});

it('every optional prop says what is done without it', () => {
  expect(props.filter((prop) => prop.optional && prop.default === '').map(({ name }) => name)).toEqual([]);
});
