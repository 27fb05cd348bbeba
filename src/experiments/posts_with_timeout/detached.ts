// Several posts; the first failure ends the wait, and the others run on.
// npx tsx detached.ts [base URL] [posts=1,2,999] [timeout=1000]

async function detached(posts: number[], limit: number): Promise<Post[]> {
  return Promise.all(posts.map((id) => load(id, limit)));
}

type Post = { id: number; userId: number; title: string; body: string };

async function load(id: number, limit: number): Promise<Post> {
  const timeout = AbortSignal.timeout(limit);
  try {
    const response = await fetch(`${base}/posts/${id}`, { signal: timeout });
    if (!response.ok) throw new Error(`Status code: ${response.status}`);
    return (await response.json()) as Post;
  } catch (error) {
    if (timeout.aborted) throw new Error(`Request for post ${id} timed out`);
    // By a TypeError fetch says that the network failed.
    if (error instanceof TypeError) throw new Error("Network error");
    throw error;
  }
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

detached(numbers(param("posts", "1,2,999")), Number(param("timeout", "1000"))).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error: Error) => {
    console.log(JSON.stringify({ error: error.message }));
    process.exitCode = 1;
  },
);
