#!/usr/bin/env node
// The command line is TypeScript like the rest; this teaches Node to read it.
import {register} from 'tsx/esm/api';

register();
await import('./main.ts');
