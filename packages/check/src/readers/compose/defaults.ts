import type { Default } from '../kubernetes/defaults.ts';

export const replicasDefault: Default<number> = {
  value: 1,
  says: 'neither deploy.replicas nor scale set: 1',
  citation:
    'Docker Compose, compose-go v2 ServiceConfig.GetScale(): 1 when neither scale nor deploy.replicas is set (https://pkg.go.dev/github.com/compose-spec/compose-go/v2/types#ServiceConfig.GetScale)',
};
