export const usage = `usage: plimsoll tour [options]

Shows the whole promise on two bundled systems that do the same, one with every anti-pattern of the eight principles and one
without: both are checked, started on this machine, loaded at rising rates, judged against their objectives, and written up as a
page each. Nothing needs to be installed, everything is stopped at the end, and what is left stands below .plimsoll/tour.

  --quick     fewer and shorter loads: about a minute instead of two and a half
  --help      print this page

Ends with 0: it shows, and judges nothing of yours.
`;
