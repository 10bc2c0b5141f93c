/**
 * The ids of TypeScript's fixes by how their titles begin, in English as its servers write them. Only what a server
 * without ids has been seen to offer, or may well come to offer, stands here.
 */
const titles: readonly (readonly [RegExp, string])[] = [
  [/^Import '.+' from "/, 'import'],
  [/^(?:Update|Add) import from "/, 'import'],
  [/^Add all missing imports$/, 'import'],
  [/^Remove 'type' from import /, 'import'],
  [/^Change spelling to '/, 'spelling'],
  [/^Add '(?:this|[\w$]+)\.' to unresolved variable$/, 'forgottenThisPropertyAccess'],
  [/^Export '.+' from module '/, 'fixImportNonExportedMember'],
  [/^Use '(?:import )?type\b/, 'convertToTypeOnlyImport'],
  [/^Convert to type-only export$/, 'convertToTypeOnlyExport'],
  [
    /^Remove (?:import from '|unused declarations? for: '|unused destructuring|variable statement)/,
    'unusedIdentifier',
  ],
  [/^Prefix '.+' with an underscore$/, 'unusedIdentifier'],
  [/^Remove unused label$/, 'fixUnusedLabel'],
  [/^Remove unreachable code$/, 'fixUnreachableCode'],
  [/^Add 'await' to initializers? for '/, 'addMissingAwaitToInitializer'],
  [/^Add 'await'$/, 'addMissingAwait'],
  [/^Remove unnecessary 'await'$/, 'removeUnnecessaryAwait'],
  [/^Add async modifier to containing function$/, 'fixAwaitInSyncFunction'],
  [/^Replace '.+' with 'Promise</, 'fixReturnTypeInAsyncFunction'],
  [/^Add missing 'new' operator to call$/, 'addMissingNewOperator'],
  [/^Add missing call parentheses$/, 'fixMissingCallParentheses'],
  [/^Remove parentheses$/, 'removeAccidentalCallParentheses'],
  [
    /^(?:Add a return statement$|Remove braces from arrow function body$|Wrap the following body )/,
    'returnValueCorrect',
  ],
  [/^(?:Add|Remove) 'override' modifier$/, 'fixOverrideModifier'],
  [/^Implement interface '/, 'fixClassIncorrectlyImplementsInterface'],
  [/^Implement inherited abstract class$/, 'fixClassDoesntImplementInheritedAbstractMember'],
  [/^Change 'extends' to 'implements'$/, 'extendsInterfaceBecomesImplements'],
  [/^Make 'super\(\)' call the first statement/, 'classSuperMustPrecedeThisAccess'],
  [/^Add missing 'super\(\)' call$/, 'constructorForDerivedNeedSuperCall'],
  [/^Add 'const' to unresolved variable$/, 'addMissingConst'],
  [
    /^(?:Declare (?:private |static )?(?:property|method|a private field)|Add index signature for property) /,
    'fixMissingMember',
  ],
  [/^Initialize (?:static )?property '/, 'fixMissingMember'],
  [/^Add missing enum member '/, 'fixMissingMember'],
  [/^Add missing function declaration '/, 'fixMissingFunctionDeclaration'],
  [/^Add missing properties$/, 'fixMissingProperties'],
  [/^Add missing attributes$/, 'fixMissingAttributes'],
  [/^Add missing parameters? to '/, 'addMissingParam'],
  [/^Add optional parameters? to '/, 'addOptionalParam'],
  [/^Infer (?:type of '|parameter types|'this' type)/, 'inferFromUsage'],
  [
    /^Add (?:definite assignment assertion|'undefined' type|initializer) to property '/,
    'strictClassInitialization',
  ],
  [/^Add 'undefined' to optional property type$/, 'addOptionalPropertyUndefined'],
  [/^Convert 'const' to 'let'$/, 'fixConvertConstToLet'],
  [/^Add 'unknown' conversion for non-overlapping types$/, 'addConvertToUnknownForNonOverlappingTypes'],
  [/^(?:Ignore this error message|Disable checking for this file)$/, 'disableJsDiagnostics'],
];

/** The id of a quick fix that comes with a title alone, for servers that send no id. */
export function idOfTitle(title: string): string | undefined {
  return titles.find(([pattern]) => pattern.test(title))?.[1];
}
