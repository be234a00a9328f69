/** The package ships no types. */
declare module 'asl-validator' {
  export interface AslFault {
    'Error code': string;
    Message?: string;
    schemaError?: { instancePath: string; schemaPath: string };
  }
  // biome-ignore lint/style/noDefaultExport: it is what the package has
  export default function validate(
    definition: unknown,
    options?: { checkPaths: boolean; checkArn: boolean },
  ): { isValid: boolean; errors: AslFault[] };
}
