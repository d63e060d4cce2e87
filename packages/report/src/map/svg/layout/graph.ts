import { Graph, layout as layOut } from '@dagrejs/dagre';
import type { Hop, Zone } from '../picture.ts';
import type { Box, Point } from './place.ts';

export interface GraphInput {
  readonly nodes: readonly { readonly key: string; readonly width: number; readonly height: number; readonly zone: string | null }[];
  readonly hops: readonly Hop[];
  readonly zones: readonly Zone[];
  readonly between: number; // parts of a layer
  readonly betweenLayers: number;
}

export interface Laid {
  readonly width: number;
  readonly height: number;
  readonly boxOf: (key: string) => Box;
  readonly bendsOf: (hop: Hop) => readonly Point[];
}

/** Layers from left to right by dagre, which is pure and gives the same for the same. */
export function laid({ nodes, hops, zones, between, betweenLayers }: GraphInput): Laid {
  const graph = new Graph({ multigraph: true, compound: true });
  graph.setGraph({ rankdir: 'LR', nodesep: between, ranksep: betweenLayers, edgesep: 14, marginx: 8, marginy: 8 });
  for (const { key } of zones) graph.setNode(key, {});
  for (const { key, width, height, zone } of nodes) {
    graph.setNode(key, { width, height });
    if (zone !== null && zones.some((each) => each.key === zone)) graph.setParent(key, zone);
  }
  for (const { key, from, to } of hops) graph.setEdge(from, to, { width: 0, height: 0, minlen: 1 }, key);
  if (nodes.length > 0) layOut(graph);
  const { width = 0, height = 0 } = nodes.length > 0 ? (graph.graph() as { width?: number; height?: number }) : {};
  return {
    width,
    height,
    boxOf: (key) => {
      const node = graph.node(key) as Box;
      return { x: node.x - node.width / 2, y: node.y - node.height / 2, width: node.width, height: node.height };
    },
    bendsOf: ({ from, to, key }) => (graph.edge({ v: from, w: to, name: key }) as { points: readonly Point[] }).points.slice(1, -1),
  };
}
