// The three functions that vega-interpreter.js takes from the package vega-util, which vega.min.js holds.
export const { ascending, isString, DisallowedObjectProperties } = globalThis.vega;
