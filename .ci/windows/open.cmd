@echo off
rem Opens the page of fugi in the browser. Close this window, or press Ctrl+C in it, to end.
setlocal
pushd "%~dp0"
if exist "fugi.yaml" (
  fugi.exe open . %*
) else (
  fugi.exe open shiryo %*
)
if errorlevel 1 pause
popd
