/** Where the tour is shown. */
export interface TourPage {
  readonly columns: number;
  readonly colour: boolean;
}
