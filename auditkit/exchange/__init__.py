"""Caseloads and obligations as folders of Parquet files, in parts of whole cases: for what outgrows one machine."""

from .errors import CannotWriteFolder, CasesOutOfOrder, FolderRefused
from .folder import whole_folder
from .obligations import ObligationsWriter, Written, read_obligations
from .records import Part, RecordsFolder, open_records, write_records

__all__ = [
    "CannotWriteFolder",
    "CasesOutOfOrder",
    "FolderRefused",
    "ObligationsWriter",
    "Part",
    "RecordsFolder",
    "Written",
    "open_records",
    "read_obligations",
    "whole_folder",
    "write_records",
]
