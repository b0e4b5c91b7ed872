# Verifies an exported evidence folder on Windows with what is there: .NET's SHA-256, and ssh-keygen for the signature
# over the latest head. usage: powershell -File verify.ps1 ALLOWED_SIGNERS [FOLDER]
# (ALLOWED_SIGNERS comes from elsewhere, never from the folder. The signatures inside the records are Ed25519, which
# .NET does not know: verify.py and verify.sh check them.)
param([Parameter(Mandatory = $true)][string]$Signers, [string]$Folder = '.')
$ErrorActionPreference = 'Stop'
$script:Problems = 0
# Nothing that a file says can move the cursor, end the line, or turn it round.
function Shown([string]$Text) { [regex]::Replace($Text, '[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0]', { param($m) '\u{' + ([int][char]$m.Value).ToString('x') + '}' }) }
function Fail([string]$Text) { $script:Problems++; Write-Output ('不合格 ' + (Shown $Text)) }
function Sha([byte[]]$Bytes) { $sha = [Security.Cryptography.SHA256]::Create(); try { , $sha.ComputeHash($Bytes) } finally { $sha.Dispose() } }
function Hex([byte[]]$Bytes) { -join ($Bytes | ForEach-Object { $_.ToString('x2') }) }
function RootOf([object[]]$Hashes) {
  if ($Hashes.Count -eq 0) { return , (Sha ([byte[]]@())) }
  if ($Hashes.Count -eq 1) { return , [byte[]]$Hashes[0] }
  $split = 1; while ($split * 2 -lt $Hashes.Count) { $split *= 2 }
  $left = RootOf $Hashes[0..($split - 1)]; $right = RootOf $Hashes[$split..($Hashes.Count - 1)]
  return , (Sha ([byte[]](@(1) + $left + $right)))
}
$Folder = (Resolve-Path -LiteralPath $Folder).Path
$checkpoint = Join-Path $Folder 'log/checkpoint'
$lines = [IO.File]::ReadAllLines($checkpoint)
$origin, $size, $root = $lines[0], [int]$lines[1], $lines[2]

# 1. The head: signed by the log's key.
$signature = Join-Path $Folder 'checkpoint.sig'
if (Test-Path -LiteralPath $signature) {
  cmd /c "ssh-keygen -Y verify -f `"$Signers`" -I `"$origin`" -n checkpoint@fugi.example -s `"$signature`" < `"$checkpoint`"" | Out-Null
  if ($LASTEXITCODE -ne 0) { Fail 'log/checkpoint: the signature of the log does not hold, or its key is not trusted' }
} else { Fail 'checkpoint.sig is missing: ask for an export with --log-key' }

# 2. The tree over the entries.
$entries = @(Get-ChildItem (Join-Path $Folder 'entries') | Sort-Object Name)
if ($entries.Count -ne $size) { Fail "entries: $($entries.Count) of $size" }
$hashes = @(foreach ($entry in $entries) { , (Sha ([byte[]](@(0) + [IO.File]::ReadAllBytes($entry.FullName)))) })
if ([Convert]::ToBase64String((RootOf $hashes)) -ne $root) { Fail 'entries: not those that were signed' }

# 3. Every record and attachment: unchanged.
$last = ''
for ($at = 0; $at -lt $entries.Count; $at++) {
  $line = [IO.File]::ReadAllLines($entries[$at].FullName)
  $digest, $logged = $line[1].Substring(14), $line[3].Substring(7)
  if ([string]::CompareOrdinal($logged, $last) -lt 0) { Fail "entry ${at}: its time goes back" }
  $last = $logged
  $record = Join-Path $Folder "records/sha256/$($digest.Substring(0, 2))/$digest.json"
  if (-not (Test-Path -LiteralPath $record)) { Fail "entry ${at}: the record is gone (lawfully? verify.py knows)" }
  elseif ((Hex (Sha ([IO.File]::ReadAllBytes($record)))) -ne $digest) { Fail "entry ${at} ($digest.json): the record was changed" }
  else { Write-Output (Shown "   $at $($line[2].Substring(5)) $logged") }
}
foreach ($blob in @(Get-ChildItem (Join-Path $Folder 'blobs') -Recurse -File -ErrorAction SilentlyContinue)) {
  if ((Hex (Sha ([IO.File]::ReadAllBytes($blob.FullName)))) -ne $blob.Name) { Fail "blob $($blob.Name): the attachment was changed" }
}
$unseen = '記録の中の署名と立会は確かめていません (not the signatures inside the records, nor the witnesses)'
if ($script:Problems) { Write-Output "不合格 NG: $($script:Problems) 件。$unseen"; exit 1 }
Write-Output "合格 OK: 記録 $($entries.Count) 件（ハッシュ、木、ログの署名）。$unseen"
