export { settingIn } from './setting-in.ts';
