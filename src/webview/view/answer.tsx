import { readAnswer } from '../model/answerText.ts';
import { memo } from './memo.ts';
import { Pieces } from './pieces.tsx';

export const Answer = memo(function Answer(props: { readonly text: string }) {
  return (
    <div class="answer" data-testid="answer">
      {readAnswer(props.text).map((block, index) =>
        block.type === 'code' ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll sideways, which must work by keys too.
          <pre key={index} class="code-block" tabIndex={0}>
            {block.text}
          </pre>
        ) : (
          <p key={index}>
            <Pieces pieces={block.pieces} />
          </p>
        ),
      )}
    </div>
  );
});
