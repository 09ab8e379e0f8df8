// What a deployment adds to app.json: the path of its own google-services.json, without which the app builds as well
// and is not pushed to.
const GOOGLE_SERVICES = process.env.ENCUENTRO_GOOGLE_SERVICES;

module.exports = ({ config }) =>
  GOOGLE_SERVICES
    ? { ...config, android: { ...config.android, googleServicesFile: GOOGLE_SERVICES } }
    : config;
