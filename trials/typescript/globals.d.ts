// RxJS's own types name these, which neither `lib` es2020 nor this project declares.
declare function setTimeout(handler: () => void, timeout?: number): number
declare function setInterval(handler: () => void, timeout?: number): number
