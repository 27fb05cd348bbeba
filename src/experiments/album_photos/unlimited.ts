// The photos of several albums, all at once.
// npx tsx unlimited.ts [base URL] [albums=1-10]

async function unlimited(albums: number[]): Promise<Photo[]> {
  const calls = albums.map((album) => get<Photo[]>(`/photos?albumId=${album}`));
  return (await Promise.all(calls)).flat();
}

type Photo = { id: number; albumId: number; title: string; url: string };

async function get<T>(path: string): Promise<T> {
  const response = await fetch(base + path);
  if (!response.ok) throw new Error(`Status code: ${response.status}`);
  return (await response.json()) as T;
}

/** 1-3,7 as [1, 2, 3, 7] */
function numbers(text: string): number[] {
  return text.split(",").flatMap((piece) => {
    const [first, last = first] = piece.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, place) => first + place);
  });
}

const [base = "https://jsonplaceholder.typicode.com", ...pairs] = process.argv.slice(2);
const param = (key: string, otherwise: string) =>
  pairs.find((pair) => pair.startsWith(`${key}=`))?.slice(key.length + 1) ?? otherwise;

unlimited(numbers(param("albums", "1-10"))).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
