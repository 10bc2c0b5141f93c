import { type Piece, readPieces } from '../model/answerText.ts';
import { useActions } from './actions.ts';

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
  const { post } = useActions();
  const { piece } = props;
  switch (piece.type) {
    case 'text':
      return <>{piece.text}</>;
    case 'code':
      return <code>{piece.text}</code>;
    case 'place':
      return (
        <button
          type="button"
          class="place"
          title={`Open ${piece.path}`}
          onClick={() => post({ type: 'openFile', path: piece.path, line: piece.line })}
        >
          {piece.text}
        </button>
      );
  }
}

export function RichLine(props: { readonly text: string }) {
  return <Pieces pieces={readPieces(props.text)} />;
}
