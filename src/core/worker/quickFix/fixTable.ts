import type { QuickFix } from '../../verify/checker.ts';
import { idOfTitle } from './fixTitles.ts';

/**
 * What a language server's fix is worth.
 * - `restores`: it brings back what the code plainly meant. Such a fix may be taken by itself.
 * - `compiles`: it makes the checker quiet, and whether the code then does what was meant is open. It is offered.
 * - `silences`: it hides the problem. It is neither taken nor offered.
 */
export type FixWorth = 'restores' | 'compiles' | 'silences';

export interface FixRule {
  readonly worth: FixWorth;
  /** Why, in words that can follow the fix's title. */
  readonly reason: string;
  /** Of several fixes that restore, one of a lower rank goes before; 0 where nothing is said. */
  readonly rank?: number;
  /**
   * Where it restores. `alone`: if nothing else in the file is wrong, since what looks unused may be misspelled where
   * it is used. `oneSlip`: if the names it swaps are one slip of the hand apart.
   */
  readonly only?: 'alone' | 'oneSlip';
  /** Titles of the same id that are worth something else. */
  readonly except?: readonly { readonly title: RegExp; readonly rule: FixRule }[];
}

/**
 * TypeScript's fixes by the name that tsserver gives them (`fixName`). TypeScript 7 speaks the Language Server
 * Protocol, which has no such name, so there it is read off the title. What neither names is unknown: see `ruleFor`.
 */
const table: Readonly<Record<string, FixRule>> = {
  // Names: the code says which one it wants, and it exists.
  import: restores('the name is exported by the module it is imported from'),
  spelling: restores('a name one slip away exists', { only: 'oneSlip' }),
  forgottenThisPropertyAccess: restores('the class has a member of that name'),
  fixImportNonExportedMember: restores('the module holds what is imported from it and forgot to export it'),
  convertToTypeOnlyImport: restores('only the form of the import changes'),
  convertToTypeOnlyExport: restores('only the form of the export changes'),
  splitTypeOnlyImport: restores('only the form of the import changes'),
  useDefaultImport: restores('only the form of the import changes'),
  requireInTs: restores('only the form of the import changes'),
  invalidImportSyntax: restores('only the form of the import changes'),
  fixUnreferenceableDecoratorMetadata: restores('only the form of the import changes'),
  unusedIdentifier: restores('nothing uses it', {
    only: 'alone',
    except: [
      { title: /^Prefix /, rule: compiles('renames what is unused instead of using or removing it') },
      { title: /^Replace 'infer /, rule: restores('nothing uses the inferred type') },
    ],
  }),
  fixUnusedLabel: restores('nothing jumps to the label'),
  renameUnmatchedParameter: restores('the comment names a parameter that is not there'),

  // Promises and calls: the types leave one reading.
  addMissingAwaitToInitializer: restores('the value is a promise where its result is used', { rank: -1 }),
  addMissingAwait: restores('the value is a promise where its result is used', {
    except: [
      {
        title: /initializer/i,
        rule: restores('the value is a promise where its result is used', { rank: -1 }),
      },
    ],
  }),
  addMissingAsync: restores('the function awaits or has to give a promise'),
  fixAwaitInSyncFunction: restores('the function awaits and is not async'),
  fixReturnTypeInAsyncFunction: restores('an async function gives a promise of its result'),
  addMissingNewOperator: restores('a class can only be called with new'),
  fixMissingCallParentheses: restores('the function itself is always true, its result is meant'),
  removeAccidentalCallParentheses: restores('an accessor is read, not called'),
  addMissingInvocationForDecorator: restores('the decorator has to be called first'),
  returnValueCorrect: restores('the value is there and is not returned', {
    except: [
      { title: /^(?:Remove braces|Wrap )/, rule: compiles('one of several ways to return the value') },
    ],
  }),

  // Classes: the declaration that it follows is written out elsewhere.
  fixOverrideModifier: restores('the base class says whether the member overrides'),
  fixClassIncorrectlyImplementsInterface: restores('the interface says what the member is'),
  fixClassDoesntImplementInheritedAbstractMember: restores('the base class says what the member is'),
  extendsInterfaceBecomesImplements: restores('a class implements an interface'),
  classSuperMustPrecedeThisAccess: restores('the base class has to be set up first'),
  constructorForDerivedNeedSuperCall: restores('the base class has to be set up first'),

  // Form: another spelling of the same.
  addMissingConst: restores('the variable is declared where it is first set'),
  addNameToNamelessParameter: restores('a parameter has a name and a type'),
  annotateWithTypeFromJSDoc: restores('the comment says the type'),
  correctQualifiedNameToIndexedAccessType: restores('the type of a property is read with brackets'),
  convertLiteralTypeToMappedType: restores('keys of a union are written with "in"'),
  fixConvertToMappedObjectType: restores('keys of a union are written with "in"'),
  fixAddModuleReferTypeMissingTypeof: restores('a module is a value, its type is meant'),
  fixExpectedComma: restores('the list is separated by commas'),
  fixIncorrectNamedTupleSyntax: restores('the mark stands at the label'),
  fixInvalidJsxCharacters_expression: restores('the character is meant as text'),
  fixInvalidJsxCharacters_htmlEntity: restores('the character is meant as text'),
  fixNaNEquality: restores('nothing equals NaN, the test for it is meant'),
  fixNoPropertyAccessFromIndexSignature: restores(
    'the same property is read in the form the settings ask for',
  ),
  fixPropertyAssignment: restores('an object literal sets a property with a colon'),
  jdocTypes: restores('the same type in the language’s own form'),
  wrapDecoratorInParentheses: restores('the same decorator in the form the language asks for'),
  wrapJsxInFragment: restores('several elements stand in a fragment'),

  // These declare what was missing: a slip in the name or in the call is made permanent.
  fixMissingMember: compiles('declares what the code uses, also where the use is the slip'),
  fixMissingFunctionDeclaration: compiles('declares an empty function for what may be a slip in the name'),
  fixMissingProperties: compiles('fills in values that nobody chose'),
  fixMissingAttributes: compiles('fills in values that nobody chose'),
  addMissingParam: compiles('changes what all callers see to fit one call'),
  addOptionalParam: compiles('changes what all callers see to fit one call'),
  addMissingConstraint: compiles('narrows what the generic takes to fit one use'),
  addMissingDeclareProperty: compiles('the class no longer sets the property'),
  fixPropertyOverrideAccessor: compiles('replaces a property by accessors'),
  fixImplicitThis: compiles('changes what "this" is'),

  // These loosen a type, or write down a guessed one.
  inferFromUsage: compiles('guesses a type from the uses, the wrong one among them'),
  fixMissingTypeAnnotationOnExports: compiles('writes down what was inferred, right or wrong', {
    except: [
      {
        title: /^Add (?:return type|annotation of type)/,
        rule: restores('writes down the type that it has'),
      },
    ],
  }),
  addOptionalPropertyUndefined: compiles('lets undefined in where the settings keep it out'),
  addVoidToPromise: compiles('lets the promise end without the value it was to give'),
  strictClassInitialization: compiles('lets undefined in, or sets a value that nobody chose', {
    except: [{ title: /definite assignment/i, rule: silences('only says that it is assigned') }],
  }),
  fixConvertConstToLet: compiles('lets a constant change, also where the assignment is the slip'),
  useBigintLiteral: compiles('changes the type of the number'),

  // These take code away or write it anew.
  fixUnreachableCode: compiles('removes code that something before it may wrongly cut off'),
  removeUnnecessaryAwait: compiles('removes the wait where a call may be missing'),
  deleteUnmatchedParameter: compiles('removes a description that may only carry the wrong name'),
  convertFunctionToEs6Class: compiles('rewrites code that works'),
  convertToAsyncFunction: compiles('rewrites code that works'),
  convertToEsModule: compiles('rewrites code that works'),
  convertTypedefToType: compiles('rewrites code that works'),

  // These change the project to fit the code.
  addEmptyExportDeclaration: compiles('makes a module of a script'),
  addMissingResolutionModeImportAttribute: compiles('changes how a module is found'),
  fixCannotFindModule: compiles('adds a package'),
  fixEnableJsxFlag: compiles('changes the settings of the project'),
  fixModuleOption: compiles('changes the settings of the project'),
  fixTargetOption: compiles('changes the settings of the project'),

  disableJsDiagnostics: silences('switches the check off'),
  addConvertToUnknownForNonOverlappingTypes: silences('casts through unknown'),
};

/** What the table says of a fix; undefined where neither its id nor its title is known. */
export function ruleFor(fix: Pick<QuickFix, 'id' | 'title'>): FixRule | undefined {
  const id = fix.id !== undefined && Object.hasOwn(table, fix.id) ? fix.id : idOfTitle(fix.title);
  const rule = id === undefined ? undefined : table[id];
  return rule?.except?.find(({ title }) => title.test(fix.title))?.rule ?? rule;
}

type Rest = Pick<FixRule, 'rank' | 'only' | 'except'>;

function restores(reason: string, rest: Rest = {}): FixRule {
  return { worth: 'restores', reason, ...rest };
}

function compiles(reason: string, rest: Rest = {}): FixRule {
  return { worth: 'compiles', reason, ...rest };
}

function silences(reason: string): FixRule {
  return { worth: 'silences', reason };
}
