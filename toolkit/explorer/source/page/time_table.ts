/** The numbers of the charts over time as a table. */

import type { Point } from "./corpus.js";
import { type Column, dataTable } from "./data_table.js";
import type { Line } from "./time_drawing.js";
import { count, percent, periodName } from "./wording.js";

const STATUS = ["", "partly covered", "too few articles", "no articles"];

interface Row {
  line: Line;
  at: number;
  point: Point;
}

/** Return the points of lines as a table; `periods` names each place. */
export function timeTable(lines: Line[], periods: string[]): HTMLElement {
  const rows = lines.flatMap((line) => line.points.map((point, at): Row => ({ line, at, point })));
  const share = (name: string, of: (point: Point) => number): Column<Row> => ({
    name,
    cell: ({ point }) => percent(of(point)),
    sort: ({ point }) => of(point),
    isNumber: true,
  });
  const columns: Column<Row>[] = [
    {
      name: "Period",
      cell: ({ at }) => periodName(periods[at] ?? ""),
      sort: ({ at }) => at,
      kept: ({ at }) => periods[at] ?? "",
    },
    { name: "Curve", cell: ({ line }) => line.label, sort: ({ line }) => line.label },
    share("Share", (point) => point.value),
    share("From", (point) => point.low),
    share("To", (point) => point.high),
    {
      name: "Articles",
      cell: ({ point }) => count(point.n),
      sort: ({ point }) => point.n,
      isNumber: true,
    },
    { name: "Note", cell: ({ point }) => STATUS[point.status] ?? "" },
  ];
  return dataTable("Shares by period, with 95 % intervals and denominators", columns, rows);
}
