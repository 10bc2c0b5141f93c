import { type Piece, readPieces } from '../model/answerText.ts';
import { useOpenFile } from './actions.ts';

/** Text that a model or a server wrote, as text alone; places in files become buttons that open them. */
export function Pieces(props: { readonly pieces: readonly Piece[] }) {
  return (
    <>
      {props.pieces.map((piece, index) => (
        <PieceView key={index} piece={piece} />
      ))}
    </>
  );
}

function PieceView(props: { readonly piece: Piece }) {
  const openFile = useOpenFile();
  const { piece } = props;
  switch (piece.type) {
    case 'text':
      return <>{piece.text}</>;
    case 'code':
      return <code>{piece.text}</code>;
    case 'place': {
      const open = () => openFile(piece.path, piece.line);
      return (
        // biome-ignore lint/a11y/useSemanticElements: a button is one block in a line of text and leaves gaps.
        <span
          role="button"
          tabIndex={0}
          class="place"
          title={`Open ${piece.path}`}
          onClick={open}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== ' ') return;
            event.preventDefault();
            open();
          }}
        >
          {piece.text}
        </span>
      );
    }
  }
}

/** A line of a model's words: code and places are marked, anything else is text. */
export function RichLine(props: { readonly text: string }) {
  return <Pieces pieces={readPieces(props.text)} />;
}
