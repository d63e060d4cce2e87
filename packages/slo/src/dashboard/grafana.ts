/** The part of Grafana's dashboard model that is written here (schema version 39: Grafana 10.4 and later read it). */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly tags: readonly string[];
  readonly schemaVersion: 39;
  readonly editable: true;
  readonly refresh: string;
  readonly time: { readonly from: string; readonly to: string };
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly Panel[];
}

export type Variable =
  | { readonly name: string; readonly label: string; readonly type: 'datasource'; readonly query: 'prometheus' }
  | {
      readonly name: string;
      readonly label: string;
      readonly type: 'query';
      readonly datasource: Datasource;
      readonly query: { readonly query: string; readonly refId: string };
      readonly refresh: 2; // whenever the time range changes
      readonly sort: 1;
      readonly multi: boolean;
      readonly includeAll: boolean;
    };

export interface Datasource {
  readonly type: 'prometheus';
  readonly uid: string;
}

export interface Panel {
  readonly id: number;
  readonly type: 'row' | 'stat' | 'timeseries' | 'bargauge';
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly repeat?: string; // of a row: once for each value of the variable
  readonly collapsed?: false;
  readonly panels?: readonly []; // of a row that is open
  readonly datasource?: Datasource;
  readonly targets?: readonly Target[];
  readonly fieldConfig?: { readonly defaults: FieldDefaults; readonly overrides: readonly [] };
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Target {
  readonly refId: string;
  readonly datasource: Datasource;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant?: true;
}

export interface FieldDefaults {
  readonly unit: string;
  readonly min?: number;
  readonly max?: number;
  readonly noValue: string;
  readonly color: { readonly mode: string };
  readonly thresholds: { readonly mode: 'absolute'; readonly steps: readonly { readonly color: string; readonly value: number | null }[] };
  readonly custom?: Readonly<Record<string, unknown>>;
}
