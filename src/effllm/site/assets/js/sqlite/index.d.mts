/** The build copies index.mjs from node_modules; here only the types that are used. */
export interface Statement {
  columnCount: number;
  getColumnNames(): string[];
  step(): boolean;
  get(target: unknown[]): (string | number | bigint | null | Uint8Array)[];
  finalize(): void;
}
export interface Database {
  pointer: number;
  prepare(sql: string): Statement;
}
export interface Sqlite {
  oo1: { DB: new (name: string) => Database };
  wasm: { allocFromTypedArray(bytes: Uint8Array): number };
  capi: {
    sqlite3_deserialize(db: number, schema: string, data: number, size: number, room: number, flags: number): number;
    SQLITE_DESERIALIZE_FREEONCLOSE: number;
    SQLITE_DESERIALIZE_READONLY: number;
  };
}
export default function init(): Promise<Sqlite>;
