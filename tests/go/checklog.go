// checklog checks a log that fugi wrote with the code that Go checks its module database with
// (golang.org/x/mod/sumdb): heads, every entry, consistency, receipts.
//
// usage: checklog FOLDER   (with evidence/log, vkey and *.tlog-proof in it)
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type head struct {
	size int64
	root tlog.Hash
}

func read(parts ...string) []byte {
	data, err := os.ReadFile(filepath.Join(parts...))
	if err != nil {
		log.Fatal(err)
	}
	return data
}

// open verifies a checkpoint and reads its three lines; extension lines behind them are passed over (C2SP tlog-checkpoint).
func open(text []byte, key note.Verifier) head {
	n, err := note.Open(text, note.VerifierList(key))
	if err != nil {
		log.Fatalf("%v\n%s", err, text)
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 4 || lines[0] != key.Name() || lines[len(lines)-1] != "" {
		log.Fatalf("not a checkpoint: %q", n.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	return head{size, hash(lines[2])}
}

func hash(text string) tlog.Hash {
	var h tlog.Hash
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(data) != len(h) {
		log.Fatalf("not a hash: %q", text)
	}
	copy(h[:], data)
	return h
}

// tiles reads the tiles of a folder; C2SP leaves out the height that Go's paths begin with.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		path := filepath.Join(t.folder, "tile", strings.TrimPrefix(tile.Path(), "tile/8/"))
		data, err := os.ReadFile(path)
		if err != nil {
			// A tile that has become full holds the hashes of every narrower one.
			full := tile
			full.W = 1 << uint(tile.H)
			data, err = os.ReadFile(filepath.Join(t.folder, "tile", strings.TrimPrefix(full.Path(), "tile/8/")))
			if err == nil {
				data = data[:tile.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func entries(folder string, size int64) [][]byte {
	var all [][]byte
	for int64(len(all)) < size {
		bundle := len(all) / 256
		name := fmt.Sprintf("%03d", bundle)
		if left := size - int64(len(all)); left < 256 {
			name += fmt.Sprintf(".p/%d", left)
		}
		data := read(folder, "tile/entries", name)
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	return all
}

func receipt(path string, key note.Verifier) {
	front, checkpoint, found := bytes.Cut(read(path), []byte("\n\n"))
	lines := strings.Split(string(front), "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		log.Fatalf("%s: not a proof", path)
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, hash(line))
	}
	h := open(checkpoint, key)
	leaf := tlog.RecordHash(read(strings.TrimSuffix(path, ".tlog-proof") + ".entry"))
	if err := tlog.CheckRecord(proof, h.size, h.root, index, leaf); err != nil {
		log.Fatalf("%s: %v", path, err)
	}
	other := tlog.RecordHash([]byte("another entry"))
	if tlog.CheckRecord(proof, h.size, h.root, index, other) == nil {
		log.Fatalf("%s: proves anything", path)
	}
}

func main() {
	log.SetFlags(0)
	folder := os.Args[1]
	key, err := note.NewVerifier(strings.TrimSpace(string(read(folder, "vkey"))))
	if err != nil {
		log.Fatal(err)
	}
	files := filepath.Join(folder, "evidence/log")
	latest := open(read(files, "checkpoint"), key)
	reader := tlog.TileHashReader(tlog.Tree{N: latest.size, Hash: latest.root}, tiles{files})
	for position, entry := range entries(files, latest.size) {
		proof, err := tlog.ProveRecord(latest.size, int64(position), reader)
		if err != nil {
			log.Fatal(err)
		}
		if err := tlog.CheckRecord(proof, latest.size, latest.root, int64(position), tlog.RecordHash(entry)); err != nil {
			log.Fatalf("entry %d: %v", position, err)
		}
	}
	heads, err := filepath.Glob(filepath.Join(files, "checkpoints/*"))
	if err != nil || len(heads) < 2 {
		log.Fatal("no heads")
	}
	for _, path := range heads {
		old := open(read(path), key)
		if old.size == 0 {
			continue
		}
		proof, err := tlog.ProveTree(latest.size, old.size, reader)
		if err != nil {
			log.Fatal(err)
		}
		if err := tlog.CheckTree(proof, latest.size, latest.root, old.size, old.root); err != nil {
			log.Fatalf("%s: %v", path, err)
		}
	}
	receipts, err := filepath.Glob(filepath.Join(folder, "*.tlog-proof"))
	if err != nil || len(receipts) == 0 {
		log.Fatal("no receipts")
	}
	for _, path := range receipts {
		receipt(path, key)
	}
	if text := string(read(files, "checkpoint")); !strings.Contains(text, "\nregister sha256:") {
		log.Fatal("the latest head has no extension line, which this log was made to have")
	}
	fmt.Printf("Go's sumdb: %d entries, %d heads, %d receipts\n", latest.size, len(heads), len(receipts))
}
