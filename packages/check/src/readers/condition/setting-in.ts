const setting =
  /\b(?:process\.env\.\w+|os\.environ(?:\.get\(|\[)['"]\w+['"][)\]]|os\.(?:getenv|Getenv|LookupEnv)\(['"]\w+['"]\)|(?:\w+\.)*(?:config|cfg|conf|settings?|options?|opts|flags?|env|argv|\w+(?:Enabled|Disabled))\.(?!length\b)\w+)/i;

const conditionMax = 400; // longer ones ask for more than a setting

/** The setting that a condition asks, as it is written: `config.disableScheduler` of `!config.disableScheduler`. */
export function settingIn(condition: string): string | null {
  return setting.exec(condition.slice(0, conditionMax))?.[0] ?? null;
}
