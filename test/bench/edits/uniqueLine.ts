/** A line that no file has, put into one to change it elsewhere or to anchor a patch. */
export const uniqueLine = 'sectionThatNobodyElseHas7431();';
