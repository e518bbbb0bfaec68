export const sunny = (city) => `Sunny in ${city}`;
