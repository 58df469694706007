// The currencies that the browser can write.
export const CURRENCIES: string[] = Intl.supportedValuesOf("currency");
