import Experimentation
import Results
import SystemPackage

/// A Jupyter notebook (nbformat 4.5) on a directory of results, without outputs; the same directory gives the same bytes.
struct NotebookDocument {
  /// A cell, by a name that stays.
  struct Cell {
    let id: String
    let isCode: Bool
    let source: String
  }

  let cells: [Cell]

  /// - Parameters:
  ///   - directory: what it is about.
  ///   - path: where the directory is, from the folder of the notebook.
  init(_ directory: RecordedDirectory, _ results: ResultSet, _ charts: [Chart], path: FilePath) {
    cells = NotebookCells(directory, results, charts, path: path).cells
  }

  var text: String {
    let notebook: JSONValue = [
      "cells": .array(cells.map { Self.json(of: $0) }),
      "metadata": [
        "kernelspec": ["display_name": "Python 3", "language": "python", "name": "python3"],
        "language_info": ["name": "python"],
      ],
      "nbformat": 4, "nbformat_minor": 5,
    ]
    return notebook.text + "\n"
  }

  private static func json(of cell: Cell) -> JSONValue {
    let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
    let source = JSONValue.array(
      lines.enumerated().map { place, line in .string(String(line) + (place + 1 < lines.count ? "\n" : "")) })
    return cell.isCode
      ? [
        "cell_type": "code", "execution_count": nil, "id": .string(cell.id), "metadata": [:], "outputs": [],
        "source": source,
      ] : ["cell_type": "markdown", "id": .string(cell.id), "metadata": [:], "source": source]
  }
}
