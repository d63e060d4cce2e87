/**
 * The words by which a decision is held to bear on performance. One group counts once however many of its words occur;
 * `weight` is what it adds in the title, where it is the subject: a cache is always about load, a database only with company.
 */
export interface TermGroup {
  readonly name: string;
  readonly weight: number;
  readonly pattern: RegExp;
}

export const termGroups: readonly TermGroup[] = [
  {
    name: 'performance',
    weight: 4,
    pattern:
      /(?<!\bpast |\bperiod of |\bcontract )\bperforman(?:ce|t)\b|\blatenc(?:y|ies)\b|\bthroughput\b|\bresponse times?\b|\breq(?:uests)?[ /]+(?:per )?s(?:ec(?:ond)?)?\b|\bhigh[- ](?:load|traffic)\b|\bp9[59]\b|\bbottlenecks?\b|\bmemory (?:footprint|usage|consumption)\b|\bi\/o\b|\bhot ?spots?\b/i,
  },
  {
    name: 'scaling',
    weight: 4,
    pattern: /\b(?:auto-?)?scal(?:e|es|ed|ing|ability|able)(?: (?:out|up|horizontally))?\b|\breplicas?\b|\bshard(?:s|ing)?\b|\bpartition(?:s|ing)?(?: keys?)?\b|\bload[- ]balanc\w+/i,
  },
  {
    name: 'database',
    weight: 3,
    pattern:
      /\bdatabases?\b|\bdb\b|\bdata ?stores?\b|\bpostgres(?:ql)?\b|\bmysql\b|\bmariadb\b|\bdynamodb\b|\bmongo(?:db)?\b|\bcassandra\b|\baurora\b|\brds\b|\bcosmos ?db\b|\bopensearch\b|\belasticsearch\b|\bsearch engine\b|\btable design\b|\bdata storage\b/i,
  },
  { name: 'cache', weight: 4, pattern: /\bcach(?:e|es|ing|ed)\b|\bredis\b|\bmemcached\b|\belasticache\b|\bvarnish\b/i },
  {
    name: 'queue',
    weight: 4,
    pattern: /\bqueues?\b|\bqueu(?:e)?ing\b|\bsqs\b|\brabbitmq\b|\bkafka\b|\bkinesis\b|\bpub\/?sub\b|\bmessage (?:broker|bus)\b|\bevent[- ](?:bus|driven|streaming)\b|\bservice bus\b/i,
  },
  {
    name: 'async work',
    weight: 3,
    pattern:
      /\basync(?:hronous(?:ly)?)?\b|\bbackground (?:jobs?|tasks?|workers?)\b|\b(?:multi-)?workers?\b|\bbatch(?:es|ing)?\b|\bnon-blocking\b|\bthread pools?\b|\bmulti-?thread(?:ed|ing)?\b|\bdata (?:flow|replication|pipeline)\b/i,
  },
  { name: 'connection pool', weight: 4, pattern: /\bconnection pool(?:s|ing)?\b|\bpgbouncer\b|\brds proxy\b|\btime-?outs?\b|\bcircuit breakers?\b|\brate limit\w*|\bbackpressure\b|\bbulkheads?\b/i },
  { name: 'region', weight: 4, pattern: /\bmulti-?region\b|\bregions?\b|\bavailability zones?\b|\bcdns?\b|\bcloudfront\b|\bedge (?:caching|locations?|network)\b/i },
  { name: 'platform', weight: 4, pattern: /\b(?:cloud|compute|hosting|container) (?:platform|provider)\b|\b(?:production|web|application|prod) server\b/i },
  {
    name: 'compute',
    weight: 3,
    pattern:
      /\bhosting\b|\bserverless\b|\blambdas?\b|\bkubernetes\b|\beks\b|\becs\b|\bfargate\b|\bapp runner\b|\bcloud run\b|\bgunicorn\b|\bserver[- ](?:side )?render(?:ing|ed)?\b|\bssr\b|\bvirtual machines\b/i,
  },
  { name: 'protocol', weight: 2, pattern: /\bgrpc\b|\bgraphql\b|\bapi (?:type|gateway)\b|\bwebsockets?\b|\bservice mesh\b|\bmicroservices?\b|\bmonolith\b/i },
];

/** Subjects of a title that are about how people work or how code looks, whatever words surround them. */
export const elsewhere: RegExp =
  /\btool(?:s|ing)?\b|\bdocument(?:ation|s|ing)?\b|\bdocs\b|\bwikis?\b|\badrs?\b|\b(?:architecture |architectural )?decision records?\b|\barchitect\w+ decisions\b|\bknowledge management\b|\bnaming\b|\bconventions?\b|\bstyl(?:e|es|ing)\b|\blint\w*|\bformat\w*|\bfolder\b|\b(?:repo|repository|file) (?:structure|organi[sz]ation|placement)\b|\b(?:named|default|preferred) (?:exports?|imports?)\b|\btokens?\b|\blayers?\b|\bmodules?\b|\bcomponents?\b|\bprops\b|\binterfaces?\b|\bjsx\b|\bforms?\b|\bfunction types?\b|\bdesign system\b|\b(?:ui|ux)\b|\buswds\b|\bprototyp\w+|\bdiagram\w*|\bchat\b|\bslack\b|\bvideo\b|\bcalendars?\b|\bsurveys?\b|\bemail marketing\b|\blistserv\b|\bforum\b|\btickets?\b|\btask runner\b|\bci(?:\/|-| )?cd\b|\bbranch\w*|\brelease\b|\bworkflow for\b|\btest(?:s|ing)?\b|\blicen[cs]e\w*|\blogging\b|\blog levels?\b|\boidc\b|\bsecrets?\b|\bpasswords?\b|\bkey (?:management|rotation)\b|\bpackage manager\b|\bnpm\b|\blanguages?\b|\bdependenc(?:y|ies)\b|\bmigrations?\b|\busers?\b(?! (?:load|traffic))|\bconfig(?:uration)?s?\b|\bterraform\b|\binfrastructure[- ]as[- ]code\b|\bstate files?\b|\bbackend configs?\b|\bfeature flags?\b|\bopenapi\b|\bsdk\b|\bschemas?\b|\bpayloads?\b|\bbenennung\b|\bdokumentation\b/i;
