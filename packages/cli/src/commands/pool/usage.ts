export const usage: string = `usage: plimsoll pool --cores N --disks N --instances N [options]
       plimsoll pool --dsn-env NAME [--cores N --disks N --instances N] [options]
       plimsoll pool [options]

Says how many connections each pool may open so that all of them fit the database (DP4), and where to set that. With --dsn or --dsn-env it asks a
live PostgreSQL for its limits and for who holds connections now. Without any of these it takes the numbers from plimsoll.yml.

  --cores N              CPU cores of the database server
  --disks N              its disks that work at the same time; a managed volume counts as one (default: 1)
  --instances N          instances of the service at their largest number, surge included (default: 1)
  --pools N              pools per instance: processes times pools on this database (default: 1)
  --overflow N           connections beyond that per pool, under bursts (default: 0)
  --policy POLICY        instance (default): each gets cores × 2 + disks, as DP4 has it
                         database: all share cores × 2 + disks, as the page means it that the formula comes from
  --max-connections N    what the server allows in all
  --reserved N           connections that the pools leave to others (default: 3, or what the live server reserves)
  --dsn URL              live PostgreSQL to ask: postgres://user@host/database
  --dsn-env NAME         the same, from an environment variable, which keeps the password out of the process list
  --format text|json[=FILE]   repeatable
  --help                 print this page

exit codes: 0 the pools fit, or no limit is known · 1 they do not fit · 2 usage · 3 the live server could not be asked
`;
