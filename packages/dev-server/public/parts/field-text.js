// What stands in a field of a form that is sent.

/**
 * Returns the text of a field, without spaces at its ends; empty when there is no such field.
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldText(form, name) {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() : '';
}
