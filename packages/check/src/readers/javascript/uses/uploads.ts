import type { StateUse } from '../../../facts/code.ts';
import type { CallSite, Context } from '../code/context.ts';
import { propertyName } from '../modules/scope.ts';
import { at } from '../values/follow.ts';
import { objectAt } from '../values/object.ts';
import { scalarAt } from '../values/scalar.ts';
import { firstFound } from '../values/setting.ts';
import { symbolOf } from '../values/symbol.ts';
import { leavesOf } from './paths.ts';
import type { UseOfCall } from './use.ts';

interface UploadShape {
  readonly library: string;
  readonly symbol: RegExp;
  readonly options: number;
  readonly key: string | null; // an option without which nothing stays on disk; null: the call itself says so
}

const shapes: readonly UploadShape[] = [
  { library: 'multer', symbol: /^multer\.diskStorage$/, options: 0, key: null },
  { library: 'multer', symbol: /^multer$|^@nestjs\/platform-express\.MulterModule\.register$/, options: 0, key: 'dest' },
  { library: 'multer', symbol: /^@nestjs\/platform-express\.(?:FileInterceptor|FilesInterceptor|FileFieldsInterceptor)$/, options: 1, key: 'dest' },
  { library: 'multer', symbol: /^@nestjs\/platform-express\.AnyFilesInterceptor$/, options: 0, key: 'dest' },
  { library: 'formidable', symbol: /^formidable(?:\.(?:formidable|IncomingForm|Formidable))?$/, options: 0, key: 'uploadDir' },
  { library: 'express-fileupload', symbol: /^express-fileupload$/, options: 0, key: 'useTempFiles' },
];

/** Files that a request brings and the program writes to the disk of the instance that happened to serve it. */
export const uploadUses: UseOfCall = (call, context) => {
  if (context.purpose !== 'source') return [];
  const shape = shapes.find((candidate) => candidate.symbol.test(call.symbol ?? ''));
  if (shape) return isOnDisk(call, context, shape) ? [upload(call, context, shape.library)] : [];
  const library = streamedBy(call, context) ?? movedBy(call, context);
  return library === null ? [] : [upload(call, context, library)];
};

function isOnDisk(call: CallSite, context: Context, shape: UploadShape): boolean {
  if (shape.key === null) return true;
  const options = call.argument(shape.options);
  const found = options ? firstFound(objectAt(context.repository, options), [[shape.key]]) : null;
  if (found?.kind !== 'found') return false;
  const { known } = scalarAt(context.repository, found.value);
  return !('value' in known && known.value === false);
}

function upload(call: CallSite, context: Context, library: string): StateUse {
  const leaves = leavesOf({ start: 0, end: context.module.text.length }, isUploadedPath, context);
  return {
    kind: 'state',
    state: 'upload',
    library,
    site: context.site(call.node),
    store: { where: 'disk', protectsProcessOnly: false },
    purpose: 'uploaded files',
    ...(leaves === undefined ? {} : { life: { leaves } }),
  };
}

/** `req.file.path`, `file.filename`, `upload.filepath`. */
function isUploadedPath(node: Parameters<Parameters<typeof leavesOf>[1]>[0]): boolean {
  if (node.type !== 'MemberExpression' || !/^(?:path|filepath|filename|tempFilePath|newFilename)$/.test(propertyName(node) ?? '')) return false;
  const { object } = node;
  const name = object.type === 'MemberExpression' ? propertyName(object) : object.type === 'Identifier' ? object.name : null;
  return name !== null && /file|upload|image|photo|avatar|attachment|document/i.test(name);
}

/** busboy's `file.pipe(fs.createWriteStream(path))`, fastify's `pipeline(part.file, fs.createWriteStream(path))`. */
function streamedBy(call: CallSite, context: Context): string | null {
  const { callee } = call.node;
  const isPipe = callee.type === 'MemberExpression' && propertyName(callee) === 'pipe';
  const isPipeline = /^(?:stream|stream\/promises|pump|util\.promisify\(\))(?:\.pipeline|\.promises\.pipeline)?$/.test(call.symbol ?? '');
  if (!isPipe && !isPipeline) return null;
  const { text } = context.module;
  const library = /['"]@?fastify[-/]multipart['"]|\.(?:file|files|parts)\(\s*\)/.test(text) ? '@fastify/multipart' : /['"](?:@fastify\/)?busboy['"]/.test(text) ? 'busboy' : null;
  if (library === null) return null;
  const source = isPipe ? callee.object : call.node.arguments[0];
  const target = call.node.arguments.at(-1);
  if (!source || target?.type !== 'CallExpression' || symbolOf(context.repository, at(call.place, target.callee)) !== 'fs.createWriteStream') return null;
  return /(?:^|\.)(?:file|stream|part|upload)$/i.test(context.module.words(source)) ? library : null;
}

/** express-fileupload's `req.files.manifest.mv('uploads/…')`. */
function movedBy(call: CallSite, context: Context): string | null {
  const { callee } = call.node;
  if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'mv' || call.node.arguments.length === 0) return null;
  return /\.files\b|express-fileupload/.test(context.module.text) ? 'express-fileupload' : null;
}
