import { describe, expect, it } from 'vitest';

import { evaluated, say } from './repository.ts';

const main = `
variable "a" {
  type = object({
    name = string
    size = optional(number, 3)
    tags = optional(map(string), { x = 1 })
    inner = optional(object({ k = optional(string, "d"), l = optional(list(number)) }), {})
    many = optional(list(object({ n = number, m = optional(string, "mm") })), [{ n = "5" }])
  })
}
variable "b" {
  type    = map(any)
  default = { x = 1, y = "2" }
}
variable "c" {
  type    = list(any)
  default = [1, "a", true]
}
variable "d" {
  default = { x = 1, y = ["a"], z = null }
}
variable "e" {
  type     = string
  default  = "dflt"
  nullable = false
}
variable "f" {
  type    = set(string)
  default = ["b", "a", "b"]
}
variable "g" {
  type    = number
  default = "12"
}
variable "h" {
  type    = bool
  default = "true"
}
variable "i" {
  type    = tuple([string, number])
  default = [1, "2"]
}
variable "j" {
  type    = map(object({ a = optional(number, 1) }))
  default = { p = {}, q = { a = 2 } }
}
locals {
  k = { for x in var.f : x => upper(x) }
  l = merge(var.b, { z = 3 })
  m = var.a.many[*].m
  n = [for k, v in var.j : "\${k}=\${v.a}"]
  o = try(var.d.nope, var.d["x"])
  p = flatten([for a in ["x", "y"] : [for b in range(2) : { id = "\${a}\${b}", b = b }]])
  q = { for x in local.p : x.b => x.id... }
  r = lookup(var.b, "zz", "none")
  s = var.h ? "yes" : "no"
  t = <<-EOT
    %{ for x in var.f ~}
    - \${x}
    %{ endfor ~}
    end
  EOT
  u = module.m.out
  v = [for i in range(2) : module.n[i].out.w]
  w = { for k, v in module.o : k => v.out.v }
  x = module.n[*].out.w
  y = coalescelist([], var.c)
  z = toset([1, "a", true])
  aa = tolist(var.f)[0]
  bb = [var.e, var.g, var.h, var.i]
  cc = tomap({ a = 1, b = "x" })
  dd = setproduct(var.f, [1, 2])
  ee = zipmap(["a", "b"], tolist([1, "x"]))
  ff = sort(["b", "a"])
  gg = { a = 1 } == { a = 1 }
  hh = contains([1, 2], 1)
  ii = one(module.z[*].out)
  jj = [for k, v in { b = 1, a = 2 } : "\${k}\${v}"]
  all = [var.a, var.b, var.c, var.d, local.k, local.l, local.m, local.n, local.o, local.p, local.q, local.r, local.s, local.t, local.u, local.v, local.w, local.x, local.y, local.z, local.aa, local.bb, local.cc, local.dd, local.ee, local.ff, local.gg, local.hh, local.ii, local.jj, var.f, var.j]
}
module "m" {
  source = "./m"
  v      = null
  w      = "5"
}
module "n" {
  source = "./m"
  count  = 2
  w      = 7
}
module "z" {
  source = "./m"
  count  = 0
  w      = 7
}
module "o" {
  source   = "./m"
  for_each = { a = 1, b = 2 }
  v        = each.value
  w        = 1
}
output "all" {
  value = jsonencode(local.all)
}
`;

const module = `
variable "v" {
  type     = string
  default  = "dv"
  nullable = false
}
variable "w" {
  type = number
}
output "out" {
  value = { v = var.v, w = var.w }
}
`;

// `jsonencode(local.all)` in Terraform 1.11.4, item by item.
const expected: readonly string[] = [
  '{"inner":{"k":"d","l":null},"many":[{"m":"mm","n":5}],"name":"n","size":3,"tags":{"x":"1"}}',
  '{"x":"1","y":"2"}',
  '["1","a","true"]',
  '{"x":1,"y":["a"],"z":null}',
  '{"a":"A","b":"B"}',
  '{"x":"1","y":"2","z":3}',
  '["mm"]',
  '["p=1","q=2"]',
  '1',
  '[{"b":0,"id":"x0"},{"b":1,"id":"x1"},{"b":0,"id":"y0"},{"b":1,"id":"y1"}]',
  '{"0":["x0","y0"],"1":["x1","y1"]}',
  '"none"',
  '"yes"',
  '"    - a\\n    - b\\n    end\\n"',
  '{"v":"dv","w":5}',
  '[7,7]',
  '{"a":"1","b":"2"}',
  '[7,7]',
  '["1","a","true"]',
  '["1","a","true"]',
  '"a"',
  '["dflt",12,true,["1",2]]',
  '{"a":"1","b":"x"}',
  '[["a",1],["a",2],["b",1],["b",2]]',
  '{"a":"1","b":"x"}',
  '["a","b"]',
  'true',
  'true',
  'null',
  '["a2","b1"]',
  '["a","b"]',
  '{"p":{"a":1},"q":{"a":2}}',
];

describe('types, modules and functions together', () => {
  const root = evaluated({
    'main.tf': main,
    'm/main.tf': module,
    'terraform.tfvars': 'a = { name = "n", inner = { k = null } }\n',
    'x.auto.tfvars': 'e = null\n',
  });
  const all = JSON.parse(JSON.parse(say(root.outputs.get('all'))) as string) as readonly unknown[];

  it.each(expected.map((json, index) => [index, json] as const))('item %i is as in Terraform', (index, json) => {
    expect(JSON.stringify(all[index])).toBe(json);
  });
});
